@echo off
rem Installs Terren for this user: a double click is enough.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0install.ps1"
pause
