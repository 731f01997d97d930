rem 0, or 3 and the name of a file that is missing or altered; else Python could not start
:whole
setlocal
set "TERREN_PROGRAM="
for /f "usebackq delims=" %%i in ("%~dp0current") do set "TERREN_PROGRAM=%%i"
for %%i in ("%~dp0%TERREN_PROGRAM:/=\%") do "%%~fi" -I "%%~dpilib\terren\rooms\sync\update\whole.py" "%%~dpi." "%~dp0." 2>nul
exit /b %errorlevel%
:broken
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
:altered
chcp 65001 >nul
echo Kjo dosje nuk është e plotë, ose është ndryshuar. Nxirreni arkivin ZIP përsëri të tërin dhe niseni „install“ që andej.
echo Ova fascikla nije cela, ili je izmenjena. Ponovo izdvojite celu ZIP arhivu i odatle pokrenite „install“.
echo This folder is not whole, or was altered. Extract all of the ZIP file again, and run "install" from there.
if not defined TERREN_QUIET pause
exit /b 1
