# Installs Terren for this user, without internet and without administrator's rights; install.bat calls it.
# Each version has a folder of its own beside the others; the pointer to the one that starts changes last.
# With TERREN_BESIDE a folder, it only puts this version into that folder, and changes no pointer: terren update.
$ErrorActionPreference = 'Stop'
$version = '@VERSION@'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path

function Say([string]$sq, [string]$sr, [string]$en) {
    switch -Regex ((Get-UICulture).TwoLetterISOLanguageName) {
        '^sq$' { Write-Host $sq }
        '^(sr|bs|hr)$' { Write-Host $sr }
        default { Write-Host $en }
    }
}

# a program that fails does not stop PowerShell by itself
function Run([string]$program, [string[]]$arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$program $arguments ($LASTEXITCODE)" }
}

$test = 'import sys, venv; sys.exit(not ((3, 10) <= sys.version_info < (3, 15) and sys.maxsize > 2**32))'
$python = $null
$candidates = @(@('py', '-3.14'), @('py', '-3.13'), @('py', '-3.12'), @('py', '-3.11'), @('py', '-3.10'), @('python'), @('python3'))
foreach ($candidate in $candidates) {
    if (-not (Get-Command $candidate[0] -ErrorAction SilentlyContinue)) { continue }
    $rest = @($candidate | Select-Object -Skip 1)
    # the alias of the Microsoft Store answers with an error, which is no reason to stop
    $ErrorActionPreference = 'Continue'
    & $candidate[0] @rest -c $test 2>$null
    $fits = $LASTEXITCODE -eq 0
    $ErrorActionPreference = 'Stop'
    if ($fits) { $python = $candidate; break }
}
if ($null -eq $python) {
    Say 'Terren kërkon Python 3.10 deri në 3.14 (64 bit), dhe këtu nuk u gjet asnjë. Përdorni dosjen e Terren-it që e ka Python-in brenda.' `
        'Terren zahteva Python od 3.10 do 3.14 (64 bita), a ovde nije nađen nijedan. Uzmite fasciklu Terrena koja sadrži svoj Python.' `
        'Terren needs Python 3.10 to 3.14 (64 bit), and none was found here. Use the folder of Terren that has its own Python.'
    exit 1
}

$beside = [bool]$env:TERREN_BESIDE
$root = if ($beside) { $env:TERREN_BESIDE } else { Join-Path $env:LOCALAPPDATA 'Programs\Terren' }
$program = Join-Path $root "versions\$version"
$new = Join-Path $root "versions\.$version.new"
$old = Join-Path $root "versions\.$version.old"
$terren = Join-Path $program 'Scripts\terren.exe'
$rest = @($python | Select-Object -Skip 1)

function Remove-Folder([string]$folder) {
    if (Test-Path $folder) { Remove-Item -Recurse -Force $folder }
}

# broken off between the two names
if ((Test-Path $old) -and -not (Test-Path $program)) { Move-Item $old $program }
# made beside what works, with programs that start the place where it will lie
$pip = (Get-ChildItem (Join-Path $here 'wheels\pip-*.whl')).FullName
$start = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); sys.executable = sys.argv.pop(1); runpy.run_module('pip', run_name='__main__', alter_sys=True)"
try {
    Run $python[0] ($rest + @('-m', 'venv', '--without-pip', '--clear', $new))
    $own = Join-Path $new 'Scripts\python.exe'
    Run $own @('-c', $start, $pip, (Join-Path $program 'Scripts\python.exe'), '--isolated',
        '--disable-pip-version-check', 'install', '--quiet', '--no-cache-dir', '--no-index', '--no-deps',
        '--require-hashes', '--find-links', (Join-Path $here 'wheels'),
        '--requirement', (Join-Path $here 'requirements.txt'))
    Run $own @('-I', '-m', 'terren', '--version') | Out-Null
    Remove-Folder $old
    if (Test-Path $program) { Move-Item $program $old }
    try {
        Move-Item $new $program
        Run $terren @('--version') | Out-Null
    } catch {
        Remove-Folder $program
        if (Test-Path $old) { Move-Item $old $program }
        throw
    }
} catch {
    Say "Terren $version nuk u instalua; ajo që ishte instaluar më parë mbeti si ishte." `
        "Terren $version nije instaliran; ono što je ranije instalirano ostalo je kako je bilo." `
        "Terren $version was not installed; what was installed before is as it was."
    throw
} finally {
    Remove-Folder $new
}
Remove-Folder $old
if ($beside) { exit 0 }

# a file that is open cannot be replaced, so the pointer is a text and the links name what reads it
$launcher = Join-Path $root 'terren.cmd'
$lines = @('@echo off', 'set /p TERREN_CURRENT=<"%~dp0current"', '"%~dp0%TERREN_CURRENT%" %*')
[IO.File]::WriteAllLines($launcher, $lines)
$pointer = Join-Path $root 'current'
[IO.File]::WriteAllText("$pointer.new", "versions/$version/Scripts/terren.exe`n")
Move-Item -Force "$pointer.new" $pointer

$shell = New-Object -ComObject WScript.Shell
foreach ($folder in @([Environment]::GetFolderPath('Programs'), [Environment]::GetFolderPath('Desktop'))) {
    $link = $shell.CreateShortcut((Join-Path $folder 'Terren.lnk'))
    $link.TargetPath = $launcher
    $link.WorkingDirectory = [Environment]::GetFolderPath('MyDocuments')
    $link.Save()
}

Say "Terren $version u instalua. Nisni nga menyja ose nga tavolina." `
    "Terren $version je instaliran. Pokrenite ga iz menija ili sa radne površine." `
    "Terren $version is installed. Start it from the start menu or from the desktop."
