@echo off
setlocal
set "TERREN_PROGRAM="
for /f "usebackq delims=" %%i in ("%~dp0..\current") do set "TERREN_PROGRAM=%%i"
"%~dp0..\%TERREN_PROGRAM:/=\%" -m terren %*
