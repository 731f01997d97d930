@echo off
rem Installs Terren for this user by a double click. With --quiet it waits for no key.
if not exist "%~dp0bin\terren.cmd" goto unpack
call "%~dp0bin\terren.cmd" install
set "TERREN_CODE=%errorlevel%"
if "%~1"=="--quiet" exit /b %TERREN_CODE%
if %TERREN_CODE% equ 0 goto end
if not "%PROCESSOR_ARCHITECTURE%"=="AMD64" goto machine
:end
pause
exit /b %TERREN_CODE%
@TEXTS@
