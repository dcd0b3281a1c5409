import type { NotificationWords } from './words';

export const wordsZh: NotificationWords = {
  named: (bot, title) => `${bot}${title}`,
  kind: {
    offline: { title: '掉线了', body: 'QQ 那头断了。BotPier 正在试着重新登录；不行会再叫你。' },
    needsScan: { title: '要你扫一下码', body: '用手机 QQ 扫码就能回来，别的都还在。' },
    bridgeBroken: { title: '收不到消息', body: 'QQ 端和大脑之间的线断了超过一分钟。打开 BotPier 看看。' },
    modelBroken: { title: '答不上话', body: '模型没有应答超过一分钟。打开 BotPier 看看。' },
    down: { title: '停下来了', body: '有一部分没在运行，超过一分钟。打开 BotPier 看看。' },
    notSaved: { title: '没在备份了', body: '有一阵子没存成。机器人照常回话；打开 BotPier 看看怎么接着存。' },
    back: { title: '回来了', body: '又能回话了。' },
    versionOffered: { title: '有新版本可以换', body: '打开 BotPier 的首页看看说明，点一下再换。' },
    updateReturned: { title: '换版本没成', body: '已经自动换回原来的版本和数据，机器人照常回话。' },
    updateReady: { title: 'BotPier 有新版本', body: '已经下载好，退出时安装，也可以现在装。' },
  },
  code: {
    kicked: {
      title: '被 QQ 踢下线了',
      body: 'QQ 让这个号下线了。先在手机上确认账号没事，再回 BotPier 登录。',
    },
    loginElsewhere: {
      title: '在别处登录了',
      body: '同一个号在另一台电脑上登录了。那边退出后再回 BotPier 登录。',
    },
    loginRefused: { title: '登录被 QQ 拒绝', body: '别反复试。先在手机 QQ 上登录一次，看看它怎么说。' },
    keyNoQuota: { title: '的模型没有额度了', body: '到服务商那里充值，或者换一个密钥。' },
    keyRefused: { title: '的模型密钥不能用了', body: '打开 BotPier，换一个密钥。' },
    keyRateLimited: { title: '被模型限速了', body: '等一会儿会自己好；常常这样就换个模型。' },
    modelMissing: { title: '用的模型下架了', body: '打开 BotPier，换一个模型。' },
    engineGone: { title: '停了：Docker 没在运行', body: '打开 Docker，机器人会自己回来。' },
    diskFull: { title: '停了：磁盘满了', body: '腾出一些空间，机器人会自己回来。' },
  },
  test: { title: 'BotPier 测试通知', body: '收到这条，就说明这条路通了。' },
  scanHere: '用手机 QQ 扫这张码。两分钟内有效。',
  scanLink: (url) => `打开这个链接扫码（只能打开一次，五分钟内有效）：${url}`,
  scanAtHome: '打开 BotPier 扫码。',
};
