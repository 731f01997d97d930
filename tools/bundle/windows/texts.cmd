rem 0, or 3 and the name of a file that is missing or altered, or 4 where Windows is too old; else Python could not start
:whole
setlocal
rem Windows Vista to 8.1, where Python cannot start and Windows says of it what means nothing to an officer
ver | "%SystemRoot%\System32\find.exe" " 6." >nul && exit /b 4
set "TERREN_PROGRAM="
for /f "usebackq delims=" %%i in ("%~dp0current") do set "TERREN_PROGRAM=%%i"
for %%i in ("%~dp0%TERREN_PROGRAM:/=\%") do "%%~fi" -I "%%~dpilib\terren\rooms\sync\update\whole.py" "%%~dpi." "%~dp0." 2>nul
exit /b %errorlevel%
:broken
if %errorlevel%==4 goto windows
rem the second is of a console of 32 bits
if not %errorlevel%==3 if not "%PROCESSOR_ARCHITECTURE%"=="AMD64" if not "%PROCESSOR_ARCHITEW6432%"=="AMD64" goto machine
goto altered
:unpack
chcp 65001 >nul
echo Terreni nuk gjendet pranë këtij skedari: është ende brenda arkivit ZIP, ose u kopjua vetëm një pjesë. Klikoni me të djathtën mbi arkivin, zgjidhni nxjerrjen e të gjithë skedarëve dhe niseni Terrenin nga dosja e nxjerrë.
echo Terren nije pored ove datoteke: još je u ZIP arhivi, ili je kopiran samo deo. Kliknite desnim tasterom na arhivu, izaberite izdvajanje svih datoteka i pokrenite Terren iz izdvojene fascikle.
echo Terren is not beside this file: it is still inside the ZIP file, or only a part was copied. Right-click the ZIP file, choose to extract all, and start Terren from the folder that this makes.
if not defined TERREN_QUIET pause
exit /b 1
:machine
chcp 65001 >nul
echo Ky Terren është për procesorë Intel dhe AMD me 64 bit; ky kompjuter ka %PROCESSOR_ARCHITECTURE%. Në procesorë ARM duhet Windows 11.
echo Ovaj Terren je za procesore Intel i AMD od 64 bita; ovaj računar ima %PROCESSOR_ARCHITECTURE%. Na procesorima ARM potreban je Windows 11.
echo This Terren is for 64-bit Intel and AMD processors; this computer has %PROCESSOR_ARCHITECTURE%. On ARM processors it needs Windows 11.
if not defined TERREN_QUIET pause
exit /b 1
:windows
chcp 65001 >nul
echo Terreni kërkon Windows 10 ose 11, dhe ky kompjuter ka një Windows më të vjetër. Kërkojini qendrës një formular: ai plotësohet pa Terrenin.
echo Terren zahteva Windows 10 ili 11, a ovaj računar ima stariji Windows. Zatražite od centrale obrazac: on se popunjava bez Terrena.
echo Terren needs Windows 10 or 11, and this computer has an older Windows. Ask headquarters for a form: it is filled in without Terren.
if not defined TERREN_QUIET pause
exit /b 1
:altered
chcp 65001 >nul
echo Kjo dosje nuk është e plotë, ose është ndryshuar. Nxirreni arkivin ZIP përsëri të tërin dhe niseni „install“ që andej.
echo Ova fascikla nije cela, ili je izmenjena. Ponovo izdvojite celu ZIP arhivu i odatle pokrenite „install“.
echo This folder is not whole, or was altered. Extract all of the ZIP file again, and run "install" from there.
if not defined TERREN_QUIET pause
exit /b 1
