export const proxy = {
  title: '怎么出门',
  direct: '现在不走代理。',
  inUse: '现在走 {{proxy}}。',
  from: { own: '自己填', system: '跟随系统' },
  loginInUrl: '用户名和密码不要写在地址里，填在下面。',
  login: '代理的用户名和密码',
  loginLine: '代理要登录才填。和密钥存在一起，不写进设置，也不再显示。',
  user: '用户名',
  password: '密码',
  state: { absent: '不用登录', present: '已经存好', unreadable: '读不出来了，请再填一次' },
  enter: '填写',
  forget: '忘掉',
  containers: '机器人的部件走不走代理',
  containersLine:
    '大脑和装插件时也走它，部件之间和这台电脑不走。Linux 上的 Docker 连不到只听 127.0.0.1 的代理（Clash 默认就是）：在代理软件里打开“允许局域网连接”。只支持 HTTP 代理；只有 SOCKS5 的，用同一个软件的 HTTP 端口。',
} as const;
