@echo off
rem Installs Terren for this user by a double click. With --quiet it waits for no key; --force is told on.
setlocal
set "TERREN_QUIET="
set "TERREN_FORCE="
:words
if "%~1"=="--quiet" set "TERREN_QUIET=1"
if "%~1"=="--force" set "TERREN_FORCE=--force"
shift /1
if not "%~1"=="" goto words
if not exist "%~dp0bin\terren.cmd" goto unpack
rem before Python loads what may be missing
call :whole
if not %errorlevel%==0 goto broken
set "TERREN_PROGRAM="
for /f "usebackq delims=" %%i in ("%~dp0current") do set "TERREN_PROGRAM=%%i"
"%~dp0%TERREN_PROGRAM:/=\%" -m terren install %TERREN_FORCE%
set "TERREN_CODE=%errorlevel%"
if defined TERREN_QUIET exit /b %TERREN_CODE%
pause
exit /b %TERREN_CODE%
@TEXTS@
