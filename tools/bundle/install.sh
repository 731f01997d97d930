#!/bin/sh
# Installs Terren for this user, without internet and without administrator's rights: sh install.sh
# Each version has a folder of its own beside the others; the pointer to the one that starts changes last.
# With --force also where a newer version has written the data, which this one could not read.
# With TERREN_BESIDE=FOLDER it only puts this version into that folder, and changes no pointer: terren update.
set -eu
# Python runs with -I each time: nothing that lies in the folder where one stands is taken for a part of it
version=@VERSION@
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

say() { # Albanian, Serbian, English
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    sq*) printf '%s\n' "$1" ;;
    sr* | bs* | hr*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$3" ;;
    esac >&2
}

quoted() { # for sh
    printf '%s\n' "$1" | sed "s/'/'\\\\''/g; s/.*/'&'/"
}

full() { # what a program said of why it failed: as itself, or, of a disk that is full, in a line
    case $1 in
    *"Errno 28"* | *"No space left"*)
        say "Disku i dosjes $root është plot. Lironi hapësirë atje dhe instaloni përsëri." \
            "Disk fascikle $root je pun. Oslobodite prostor na njemu i instalirajte ponovo." \
            "The disk of $root is full. Free some space there, and install again."
        ;;
    *) return 1 ;;
    esac
}

step() { # what Python and pip say, and warn of, means nothing to an officer as long as it works
    said=$("$@" 2>&1) || {
        full "$said" || printf '%s\n' "$said" >&2
        exit 1
    }
}

fits() {
    "$1" -I -c 'import sys, venv; sys.exit(not ((3, 10) <= sys.version_info < (3, 15) and sys.implementation.name == "cpython"))' 2>/dev/null
}

python=
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
    if [ -n "$candidate" ] && fits "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    say "Terren kërkon Python 3.10 deri në 3.14, dhe këtu nuk u gjet asnjë. Përdorni dosjen e Terren-it që e ka Python-in brenda." \
        "Terren zahteva Python od 3.10 do 3.14, a ovde nije nađen nijedan. Uzmite fasciklu Terrena koja sadrži svoj Python." \
        "Terren needs Python 3.10 to 3.14, and none was found here. Use the folder of Terren that has its own Python."
    exit 1
fi

# said here, since pip would say of each wheel that it is not for this platform
machine=@MACHINE@
glibc=@GLIBC@
found=$("$python" -I -c 'import platform, sys
bits = "" if sys.maxsize > 2**32 else "-32"
processor = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
found = {"darwin": "macos"}.get(sys.platform, sys.platform) + "-" + processor + bits
needed, (_name, here) = sys.argv[2], platform.libc_ver()
number = lambda text: [int(part) for part in (text or "0").split(".")[:2]]
if found != sys.argv[1]: print(found)
elif needed and number(here) < number(needed): print("glibc", here or "–")' "$machine" "$glibc")
if [ -n "$found" ]; then
    needed=$machine${glibc:+, glibc $glibc}
    say "Kjo paketë është për $needed, dhe këtu është $found. Merrni paketën për këtë kompjuter." \
        "Ovaj paket je za $needed, a ovde je $found. Uzmite paket za ovaj računar." \
        "This bundle is for $needed, and here is $found. Take the one for this computer."
    exit 1
fi

# tools that install for others name no home
[ -n "${HOME:-}" ] || HOME=$("$python" -I -c 'import os; print(os.path.expanduser("~"))')
system=$(uname -s)
if [ "$system" = Darwin ]; then
    data="$HOME/Library/Application Support"
else
    data=${XDG_DATA_HOME:-$HOME/.local/share}
fi
root=${TERREN_BESIDE:-$data/terren-program}
bin=$HOME/.local/bin
for folder in "${TERREN_BESIDE:-$bin}" "$root/versions"; do
    said=$(LC_ALL=C mkdir -p "$folder" 2>&1) || ! full "$said" || exit 1
    if ! { [ -d "$folder" ] && [ -w "$folder" ] && [ -x "$folder" ]; }; then
        while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
        named=$(quoted "$folder")
        say "Dosja $folder duhet për nisjen e Terrenit, dhe ju nuk mund të shkruani në të. Bëjeni tuajën (ls -ld $named tregon e kujt është) dhe instaloni përsëri. Asgjë nuk u ndryshua." \
            "Fascikla $folder potrebna je za pokretanje Terrena, a u nju ne možete da pišete. Neka bude vaša (ls -ld $named kaže čija je) i instalirajte ponovo. Ništa nije promenjeno." \
            "The folder $folder is needed to start Terren, and you cannot write to it. Make it yours (ls -ld $named says whose it is), and install again. Nothing was changed."
        exit 1
    fi
done

# one at a time, since each would take away what the other makes; held until this shell ends, however it does
lock() {
    "$python" -I -c 'import fcntl, sys; fcntl.flock(9, fcntl.LOCK_EX | int(sys.argv[1]) * fcntl.LOCK_NB)' "$1" 2>/dev/null
}
# an update that starts this one has locked it
if [ -z "${TERREN_BESIDE:-}" ]; then
    exec 9>"$root/.lock"
    if ! lock 1; then
        say "Një instalim tjetër është në vazhdim; ky e pret fundin e tij." \
            "Druga instalacija je u toku; ova čeka njen kraj." \
            "Another installation is under way; this one waits for its end."
        lock 0 || true
    fi
fi
program=$root/versions/$version
new=$root/versions/.$version.new
old=$root/versions/.$version.old

end() { # nothing is left of what was broken off
    code=$?
    rm -rf "$new"
    # nothing starts it yet
    [ "$code" = 0 ] || [ -z "$added" ] || rm -rf "$program"
    [ "$code" = 0 ] || [ -e "$root/current" ] || [ ! -e "$root/.made.new" ] ||
        while IFS= read -r path; do rm -f "$path" || true; done <"$root/.made.new"
    if [ "$code" = 0 ]; then
        return
    elif [ -e "$root/current" ]; then
        say "Terren $version nuk u instalua; ajo që ishte instaluar më parë mbeti si ishte." \
            "Terren $version nije instaliran; ono što je ranije instalirano ostalo je kako je bilo." \
            "Terren $version was not installed; what was installed before is as it was."
    else
        say "Terren $version nuk u instalua." "Terren $version nije instaliran." "Terren $version was not installed."
    fi
}
added=
trap end EXIT
trap 'exit 1' HUP INT TERM
# broken off between the two names
[ -e "$program" ] || [ ! -e "$old" ] || mv "$old" "$program"

whole() {
    "$python" -I - "$1" <<'PYTHON'
@WHOLE@
PYTHON
}

# said here, since Python and pip would say of it what means nothing to an officer
if ! broken=$(whole "$here"); then
    broken=${broken##*/}
    say "Kjo dosje nuk është e plotë, ose është ndryshuar: $broken. Nxirreni arkivin ZIP përsëri të tërin dhe niseni install.sh që andej." \
        "Ova fascikla nije cela, ili je izmenjena: $broken. Ponovo izdvojite celu ZIP arhivu i odatle pokrenite install.sh." \
        "This folder is not whole, or was altered: $broken. Extract all of the ZIP file again, and run install.sh from there."
    exit 1
fi

# made beside what works; pip runs from its own wheel: Debian keeps it out of Python
step "$python" -I -m venv --without-pip --clear "$new"
step env TMPDIR="$new" "$new/bin/python" -I -c "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('pip', run_name='__main__', alter_sys=True)" \
    "$here/$(sed -n 's/^[0-9a-f]*  \(wheels.pip-.*\)/\1/p' "$here/files.txt")" --isolated --disable-pip-version-check install \
    --quiet --no-cache-dir --no-index --no-deps --require-hashes --find-links "$here/wheels" \
    --requirement "$here/requirements.txt"
# what pip writes names this place, where it will not lie, and the shell reads in it what a home is called
printf '#!/bin/sh\nexec %s -I -m terren "$@"\n' "$(quoted "$program/bin/python")" >"$new/bin/terren"
chmod 755 "$new/bin/terren"
step env LC_ALL=C cp "$here/bundle.json" "$new/"
step "$new/bin/python" -I -m terren --version
# an update has tried that, and --force is for who restores a backup with this version
[ -n "${TERREN_BESIDE:-}" ] || [ "${1:-}" = --force ] || "$new/bin/python" -I -m terren install --look >/dev/null
rm -rf "$old"
if [ -e "$program" ]; then mv "$program" "$old"; else added=yes; fi
mv "$new" "$program"
if ! "$program/bin/terren" --version >/dev/null; then
    rm -rf "$program"
    [ ! -e "$old" ] || mv "$old" "$program"
    exit 1
fi
rm -rf "$old"
[ -z "${TERREN_BESIDE:-}" ] || exit 0

place() { # what stands there is replaced in one step
    mv -f "$1" "$2"
}

executed() { # for an entry of a menu: of one argument, then of a text, by the specification of desktop entries
    printf '%s\n' "$1" | sed 's/[\"`$]/\\&/g; s/\\/&&/g; s/%/%%/g; s/.*/"&"/'
}

# what terren uninstall removes
printf '%s\n' "$bin/terren" >"$root/.made.new"
rm -f "$bin/.terren.new"
printf '#!/bin/sh\nroot=%s\nIFS= read -r program <"$root/current"\nexec "$root/$program" "$@"\n' "$(quoted "$root")" \
    >"$bin/.terren.new"
chmod 755 "$bin/.terren.new"
place "$bin/.terren.new" "$bin/terren"

# what an icon starts: the window of a terminal closes with its program, and takes along what was refused
rm -f "$root/.open.new"
{
    printf '#!/bin/sh\n%s && exit 0\ncode=$?\n' "$(quoted "$bin/terren")"
    cat <<'END'
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
sq*) printf '\n%s ' "Shtypni Enter: dritarja mbyllet." ;;
sr* | bs* | hr*) printf '\n%s ' "Pritisnite Enter: prozor se zatvara." ;;
*) printf '\n%s ' "Press Enter: the window closes." ;;
esac
read -r _
exit $code
END
} >"$root/.open.new"
chmod 755 "$root/.open.new"
place "$root/.open.new" "$root/open"

if [ "$system" = Darwin ]; then
    desktop=$HOME/Desktop
    entry=Terren.command
    menu=$HOME/Applications
    text=$(printf '#!/bin/sh\nexec %s\n' "$(quoted "$root/open")")
else
    desktop=$(xdg-user-dir DESKTOP 2>/dev/null || echo "$HOME/Desktop")
    entry=terren.desktop
    menu=$data/applications
    text=$(printf '[Desktop Entry]\nType=Application\nName=Terren\nComment=Reporting on action plans\nComment[sq]=Raportimi për planet e veprimit\nComment[sr@latin]=Izveštavanje o akcionim planovima\nExec=%s\nTerminal=true\nCategories=Office;\n' "$(executed "$root/open")")
fi
mkdir -p "$menu" 2>/dev/null || true
in_menu=
on_desktop=
for folder in "$menu" "$desktop"; do
    # a home without a desktop is somebody's server
    [ "$folder" = "$menu" ] || { [ -d "$folder" ] && [ "$folder" != "$HOME" ]; } || continue
    made=$folder/$entry
    # it is started without as well, and a locked desktop is nobody's mistake
    { printf '%s\n' "$text" >"$folder/.$entry.new" && chmod 755 "$folder/.$entry.new" && place "$folder/.$entry.new" "$made"; } 2>/dev/null ||
        say "$made nuk mund të shkruhej; Terreni niset edhe pa të." \
            "$made nije moglo da se upiše; Terren se pokreće i bez toga." \
            "$made could not be written; Terren starts without it as well."
    [ -e "$made" ] || continue
    printf '%s\n' "$made" >>"$root/.made.new"
    if [ "$folder" = "$menu" ]; then in_menu=yes; else on_desktop=yes; fi
done

# last: what starts is another one only once all else is there
rm -f "$root/.current.old"
[ ! -e "$root/current" ] || cp "$root/current" "$root/.current.old"
printf 'versions/%s/bin/terren\n' "$version" >"$root/.current.new"
fresh=$added
added=
place "$root/.current.new" "$root/current"
if ! "$bin/terren" --version >/dev/null; then
    if [ -e "$root/.current.old" ]; then place "$root/.current.old" "$root/current"; else rm -f "$root/current"; fi
    added=$fresh
    exit 1
fi
rm -f "$root/.current.old"
place "$root/.made.new" "$root/made"

# where man looks for the pages of what lies in ~/.local/bin
manual=$HOME/.local/share/man/man1
pages=$root/.pages.new
rm -rf "$pages"
"$bin/terren" man -o "$pages" >/dev/null 2>&1 && mkdir -p "$manual" || true
for page in "$pages"/*; do
    name=$manual/${page##*/}
    [ ! -f "$page" ] || { place "$page" "$name" && printf '%s\n' "$name" >>"$root/made"; } 2>/dev/null || true
done
rm -rf "$pages"

icon=$in_menu$on_desktop
say "Terren $version u instalua. Nisni ${in_menu:+nga menyja, }${on_desktop:+nga tavolina, }${icon:+ose }me: $bin/terren" \
    "Terren $version je instaliran. Pokrenite ga ${in_menu:+iz menija, }${on_desktop:+sa radne površine, }${icon:+ili }sa: $bin/terren" \
    "Terren $version is installed. Start it ${in_menu:+from the menu, }${on_desktop:+from the desktop, }${icon:+or }with: $bin/terren"
