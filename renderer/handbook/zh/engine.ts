import type { CodeId, CodePage } from '../page';

export const engine = {
  installEngine: {
    what: 'Docker 是机器人住的屋子。电脑上还没有它，所以要先装。',
    why: 'QQ 端和大脑都是现成的小房间，要有 Docker 才能摆开。它也把机器人和你电脑里的其他东西隔开。',
    itself: 'BotPier 会找遍常见的地方，装好打开以后自己接着走，不用点“下一步”。',
    todo: [
      '点“下载”，照安装程序说的装。',
      'Windows 上可能要重启一次电脑，这是正常的。',
      '装好后打开 Docker，回到这里等几秒。',
    ],
    worry: '装好也打开了，过一两分钟还说没有，就到设置的“电脑”里点“现在就看一眼”。',
  },
  startEngine: {
    title: 'Docker 装了，还没打开',
    what: 'Docker 在电脑上，只是没有开着。',
    why: '电脑刚开机，或者有人退出了它。',
    itself: '你点“替我打开”，BotPier 会打开它并等它醒来。在设置的“桌面”里也可以让它以后自动打开。',
    todo: [
      '点“替我打开”。',
      '等一会儿，第一次可能要一两分钟。',
      '如果 Docker 自己弹出窗口要你同意条款，点同意。',
    ],
    worry: '打开又马上自己关掉，多半是 Docker 那边的毛病：看看它自己的窗口说了什么。',
  },
  allowEngine: {
    what: 'Docker 开着，但这个账户没有权限和它说话。',
    why: 'Linux 上默认只有管理员和 docker 组的人能用 Docker。',
    itself: 'BotPier 不会替你提升权限，只把要用的命令写给你看。权限一有，它自己接着走。',
    todo: ['照着屏幕上写的那一行做。', '注销再登录一次，新的权限才算数。'],
    worry: '能用 Docker 的账户差不多等于管理员。电脑不是你的，就先问问管它的人。',
  },
  engineGone: {
    what: 'Docker 本来好好的，现在不应声了，机器人也就停了。',
    why: '常见的是：Docker 被退出、正在自己更新、电脑刚睡醒，或者内存不够被系统关掉。',
    itself: 'BotPier 一直在看，Docker 一回来就把该跑的都拉起来，再把连线接上。登录记在数据里，一般不用扫码。',
    todo: ['点“替我打开”，或者自己打开 Docker。', '等链条从左到右变绿。'],
    worry: '一天停好几次，就看看内存够不够：关掉几个大软件，或者给 Docker 多分一点。',
  },
  engineHung: {
    what: 'Docker 的门开着，但问什么都不答。',
    why: '多半是它自己卡住了，比如磁盘写满、刚从睡眠醒来，或者正在更新。',
    itself: 'BotPier 隔一会儿再问一次，不会乱动它。它一答话就接着走。',
    todo: ['在任务栏里退出 Docker，再打开。', '看看磁盘还剩多少。', '还不行就重启电脑。'],
    worry: '重启电脑以后还这样，可能要重装 Docker。重装之前先导出要紧的机器人。',
  },
  engineTooOld: {
    what: '这个 Docker 比 20.10 还旧，有些事它不会做。',
    why: 'BotPier 要用的几样功能从 20.10 才有。',
    itself: 'BotPier 不会替你升级，也不会拆你原来的东西。',
    todo: ['装一个新版的 Docker。', '装好打开，这里会自己接着走。'],
    worry: '升级一般会留着镜像和数据；里面有别的要紧东西的话，先备份。',
  },
  engineWindowsContainers: {
    what: 'Docker 现在只跑 Windows 那一种屋子，机器人要的是 Linux 那一种。',
    why: 'Docker Desktop 有两档，有人切到了 Windows 那一档。',
    itself: 'BotPier 看到你切回来，就自己接着走。',
    todo: ['右键任务栏里的 Docker 图标。', '选 “Switch to Linux containers…”，等它切好。'],
    worry: '没有这一项，或者切不过去，多半是 WSL 没有装好，Docker 会告诉你缺什么。',
  },
  engineUnknown: {
    what: '那个地址有东西应声，但说的不像 Docker 的话。',
    why: '多半是设置里填的地址指到了别的程序，或者中间隔着一层代理。',
    itself: 'BotPier 什么也没动，隔一会儿再问。',
    todo: ['打开设置的“电脑”，把 Docker 的地址清空，让 BotPier 自己找。', '一定要填的话，核对一下地址。'],
    worry: '地址清空了还这样，看看依据里的原话，里面通常有那个程序的名字。',
  },
  clockWrong: {
    what: '电脑的钟不准，或者 Docker 里的钟和它差了一分钟以上。',
    why: '电脑的时间没有对准，或者睡眠醒来以后 Docker 里的钟没有跟上。',
    itself: 'BotPier 只看，不改你的钟。对准了它会自己接着走。',
    todo: ['在系统设置里打开“自动设置时间”，点一次“立即同步”。', '还差的话，退出 Docker 再打开。'],
    worry: '每次开机都差很多，可能是主板上的电池没电了。',
  },
} satisfies Partial<Record<CodeId, CodePage>>;
