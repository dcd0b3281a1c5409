export const app = {
  name: '机器人码头',
  product: 'BotPier',
  skip: '跳到正文',
  language: { toEn: 'English', toZh: '中文' },
  toDark: '换成深色',
  toLight: '换成浅色',
  settings: '设置',
  back: '返回',
  cancel: '算了',
  close: '关上',
  save: '存好',
  saved: '已保存',
  undo: '撤销',
  copy: '复制',
  copied: '已复制',
  connecting: '正在连上 BotPier',
  lost: '连接中断，正在重连',
  lostLong: 'BotPier 停了，正在等它回来',
} as const;

export const session = {
  title: '请从终端里的链接打开',
  line: '启动 BotPier 时会印出一条带口令的链接，点它就能进来。',
  titlePassword: '这里要密码',
  password: '密码',
  token: '或者把口令粘贴到这里',
  enter: '进去',
  wrong: '不对，再看一眼',
} as const;

export const error = {
  invalidInput: '这样填不行，改一改再试。',
  unknownBot: '这个机器人已经不在了。',
  unknownService: '这个机器人没有这一项。',
  unknownFix: '现在用不着这个了。',
  keyRefused: '服务商不认这把密钥。',
  keyMalformed: '这不像一把密钥。',
  notAllowed: '这里不允许这样做。',
  busy: '正忙着上一件事，等它做完。',
  engineUnavailable: '现在连不上 Docker。',
  confirmationNeeded: '要先确认才能做。',
  diskFull: '磁盘满了，腾点地方再试。',
  dataDirLocked: '另一个 BotPier 正开着，先关掉那一个。',
  notRehearsing: '现在不是彩排。',
  internal: '没做成，原因写在日志里。',
} as const;

export const notice = {
  settingsReset: '设置文件读不出来，已经换成默认的；原来的另存了一份。',
  settingsNewer: '设置是更新的 BotPier 写的，看不懂的部分原样留着。',
  botUnreadable: '有一个机器人的文件读不出来，先放在一边，没有删。',
  secretsUnreadable: '存着的密钥在这台电脑上读不出来，要再填一次。',
  weakSecrets: '这台电脑没有钥匙串，密钥只能用较弱的方式存着。',
  clockWrong: '电脑的时间不准，登录和下载可能被拒。',
  dismiss: '知道了',
} as const;

export const unit = {
  ms: '{{n}} 毫秒',
  seconds: '{{n}} 秒',
  minutes: '{{n}} 分钟',
  minutesSeconds: '{{m}} 分 {{s}} 秒',
  hours: '{{n}} 小时',
  days: '{{d}} 天',
  daysHours: '{{d}} 天 {{h}} 小时',
  hoursMinutes: '{{h}} 小时 {{m}} 分',
  today: '今天 {{time}}',
  yesterday: '昨天 {{time}}',
  justNow: '刚刚',
  eta: '还要约 {{time}}',
} as const;
