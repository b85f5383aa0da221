@echo off
rem Sjekker kortet i leseren. Checks the card in the reader.
rem pushd gives a network share a drive letter: cmd.exe cannot work in one without.
pushd "%~dp0"
eid-ready.exe check %*
set code=%errorlevel%
popd
echo.
pause
exit /b %code%
