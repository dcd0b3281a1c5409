/** What menus and searches on Linux find the app by. */
export const DESKTOP_ENTRY: Record<string, string> = {
  'Name[zh_CN]': '机器人码头 BotPier',
  GenericName: 'Chat bot',
  'GenericName[zh_CN]': 'QQ 聊天机器人',
  Comment: 'Run an AI chat bot for QQ on your own computer',
  'Comment[zh_CN]': '在自己的电脑上养一个会聊天的 QQ 机器人',
  Keywords: 'QQ;bot;chat;AI;NapCat;Koishi;AstrBot;',
  'Keywords[zh_CN]': 'QQ;机器人;聊天;人工智能;',
  StartupNotify: 'true',
  'X-GNOME-SingleWindow': 'true',
};
