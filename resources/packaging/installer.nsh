; What the uninstaller says first: the person's data are not the program's.

!macro customUnWelcomePage
  !define MUI_WELCOMEPAGE_TEXT "$(commonwattDataStay)"
  !insertmacro MUI_UNPAGE_WELCOME
!macroend

!macro customHeader
  !ifdef BUILD_UNINSTALLER
    LangString commonwattDataStay 1033 "This removes the program Commonwatt Console from this computer.$\r$\n$\r$\nYour data stay: the encrypted cache, its backups, your settings and the audit log remain in %APPDATA%\Commonwatt Console. Install the console again to go on with them, or delete that folder yourself once you no longer need them.$\r$\n$\r$\nClose the console before you continue.$\r$\n$\r$\n$_CLICK"
    LangString commonwattDataStay 1031 "Das Programm Commonwatt Console wird von diesem Computer entfernt.$\r$\n$\r$\nIhre Daten bleiben: Der verschlüsselte Zwischenspeicher, seine Sicherungen, Ihre Einstellungen und das Prüfprotokoll bleiben in %APPDATA%\Commonwatt Console. Installieren Sie die Konsole wieder, um damit weiterzuarbeiten, oder löschen Sie diesen Ordner selbst, sobald Sie ihn nicht mehr brauchen.$\r$\n$\r$\nSchließen Sie die Konsole, bevor Sie fortfahren.$\r$\n$\r$\n$_CLICK"
  !endif
!macroend
