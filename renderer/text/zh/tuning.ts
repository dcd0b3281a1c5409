export const tuning = {
  line: '端口、环境变量和内部的样子。改了会重建这一个容器，登录和数据都在；不确定就别动。',
  port: '{{product}} 的端口：{{name}}',
  portLine: '在这台电脑上的 {{port}}，对着容器里的 {{inside}}；只有这台电脑连得上。',
  portBad: '填 {{least}} 到 {{most}} 之间的整数。',
  image: '{{product}} {{version}} 的镜像',
  environment: '{{product}} 的环境变量',
  environmentLine: '一行一个，写成 名字=值。BotPier 自己设的不能改：{{ours}}。不要放密钥。',
  none: '没有',
  lineBad: '第 {{line}} 行要写成 名字=值，名字用字母、数字和下划线。',
  twice: '{{name}} 写了两遍。',
  applying: '正在重建…',
} as const;
