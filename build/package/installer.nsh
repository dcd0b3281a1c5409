; Included by electron-builder's installer. Everything is the current user's: nothing here needs an administrator.

!define BOTPIER_DATA "$LOCALAPPDATA\BotPier"
!define BOTPIER_SCHEME "Software\Classes\botpier"
!define BOTPIER_LOGIN_ITEMS "Software\Microsoft\Windows\CurrentVersion\Run"
!define LANGUAGE_ZH_CN 2052

!macro customInstall
  WriteRegStr HKCU "${BOTPIER_SCHEME}" "" "URL:BotPier"
  WriteRegStr HKCU "${BOTPIER_SCHEME}" "URL Protocol" ""
  WriteRegStr HKCU "${BOTPIER_SCHEME}\DefaultIcon" "" "$appExe,0"
  WriteRegStr HKCU "${BOTPIER_SCHEME}\shell\open\command" "" '"$appExe" "%1"'
!macroend

!macro customUnInit
  Var /GLOBAL deletesData
  StrCpy $deletesData "0"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/S" $R1
  ; By now the uninstaller is silent in any case; only the switch tells that nobody is there to be asked.
  ${If} ${Errors}
  ${AndIfNot} ${isUpdated}
  ${AndIf} ${FileExists} "${BOTPIER_DATA}\*.*"
    ${If} $LANGUAGE == ${LANGUAGE_ZH_CN}
      StrCpy $R2 "要一并删除机器人的设置、密钥和日志吗？$\r$\n$\r$\n选「否」会保留它们，重新安装后可以接着用。$\r$\nDocker 里的容器和聊天数据不受影响；要清掉它们，请先在 BotPier 里移除机器人。"
    ${Else}
      StrCpy $R2 "Delete the settings, keys and logs of your bots as well?$\r$\n$\r$\nChoose No to keep them for the next installation.$\r$\nContainers and chat data in Docker stay as they are; to get rid of those, remove the bot in BotPier first."
    ${EndIf}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 $R2 IDNO +2
    StrCpy $deletesData "1"
  ${EndIf}
!macroend

!macro customUnInstall
  ${IfNot} ${isUpdated}
    DeleteRegKey HKCU "${BOTPIER_SCHEME}"
    DeleteRegValue HKCU "${BOTPIER_LOGIN_ITEMS}" "${APP_ID}"
    RMDir /r "$LOCALAPPDATA\${APP_PACKAGE_NAME}-updater"
    ${If} $deletesData == "1"
      RMDir /r "${BOTPIER_DATA}"
    ${EndIf}
  ${EndIf}
!macroend
