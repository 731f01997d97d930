@echo off
rem Opens Terren by a double click. What was refused stays on the screen until a key is pressed.
if not exist "%~dp0bin\terren.cmd" goto unpack
rem typed in this folder it is the command line
if not "%~1"=="" "%~dp0bin\terren.cmd" %*
setlocal
set "TERREN_PROGRAM="
for /f "usebackq delims=" %%i in ("%~dp0current") do set "TERREN_PROGRAM=%%i"
"%~dp0%TERREN_PROGRAM:/=\%" -m terren
if %errorlevel%==0 exit /b 0
call :whole
if not %errorlevel%==0 goto broken
pause
exit /b 1
@TEXTS@
