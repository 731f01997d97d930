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
call "%~dp0bin\terren.cmd" install %TERREN_FORCE%
set "TERREN_CODE=%errorlevel%"
if defined TERREN_QUIET exit /b %TERREN_CODE%
if %TERREN_CODE% equ 0 goto end
if not "%PROCESSOR_ARCHITECTURE%"=="AMD64" goto machine
:end
pause
exit /b %TERREN_CODE%
@TEXTS@
