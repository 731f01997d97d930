@echo off
rem Opens Terren by a double click. What was refused stays on the screen until a key is pressed.
if not exist "%~dp0bin\terren.cmd" goto unpack
rem typed in this folder it is the command line
if not "%~1"=="" "%~dp0bin\terren.cmd" %*
call "%~dp0bin\terren.cmd"
if not errorlevel 1 exit /b 0
if not "%PROCESSOR_ARCHITECTURE%"=="AMD64" goto machine
pause
exit /b 1
@TEXTS@
