import { vocabulary } from '../words';

export const words = vocabulary({
  title: { zh: '工作人员登录', en: 'Staff sign-in' },
  account: { zh: '账号', en: 'Account' },
  password: { zh: '密码', en: 'Password' },
  signIn: { zh: '登录', en: 'Sign in' },
  signingIn: { zh: '正在登录…', en: 'Signing in…' },
  ended: { zh: '登录已失效，请重新登录。', en: 'Your session has ended. Please sign in again.' },
  forgotten: { zh: '忘记密码请找系统管理员重置。', en: 'Ask the administrator to reset a forgotten password.' },
  publicBoard: { zh: '看公开栏不需要登录', en: 'The public board needs no sign-in' },
  demoTitle: { zh: '演示账号，一键进入', en: 'Demo accounts, one click' },
  demoSays: { zh: '这里的数据都是合成的，可以随意试用。', en: 'All data here is synthetic; try anything.' },
  notYours: { zh: '您的岗位不能使用这个页面', en: 'Your role cannot use this screen' },
  notYoursNext: { zh: '请换一个岗位，或换一个账号登录。', en: 'Act in another role, or sign in with another account.' },
  otherAccount: { zh: '换账号登录', en: 'Use another account' },
  changeTitle: { zh: '修改密码', en: 'Change password' },
  changeSays: { zh: '一次性密码只能用来设置新密码。', en: 'A one-time password is only good for setting a new one.' },
  old: { zh: '当前密码', en: 'Current password' },
  fresh: { zh: '新密码（至少 12 个字符）', en: 'New password (at least 12 characters)' },
  repeat: { zh: '再输一次新密码', en: 'New password again' },
  change: { zh: '保存新密码', en: 'Save new password' },
  differ: { zh: '两次输入的新密码不一样', en: 'The two new passwords differ' },
});
