import type { MenuItemConstructorOptions } from 'electron';

/** The menu's words; the page's own language switch does not reach it, the desktop's language decides. */
const WORDS = {
  en: {
    console: 'Console',
    reload: 'Reload',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    resetZoom: 'Actual size',
    togglefullscreen: 'Full screen',
    toggleDevTools: 'Developer tools',
  },
  vi: {
    console: 'Bảng điều khiển',
    reload: 'Tải lại',
    quit: 'Thoát',
    edit: 'Chỉnh sửa',
    undo: 'Hoàn tác',
    redo: 'Làm lại',
    cut: 'Cắt',
    copy: 'Sao chép',
    paste: 'Dán',
    selectAll: 'Chọn tất cả',
    view: 'Hiển thị',
    zoomIn: 'Phóng to',
    zoomOut: 'Thu nhỏ',
    resetZoom: 'Kích thước gốc',
    togglefullscreen: 'Toàn màn hình',
    toggleDevTools: 'Công cụ cho nhà phát triển',
  },
} as const;

/** What Electron itself does for a menu entry of that name. */
type MenuRole = Exclude<keyof typeof WORDS.en, 'console' | 'edit' | 'view'>;

/** The window's menu, in the desktop's language (`locale`, as `vi-VN`) as far as we speak it. */
export function menuTemplate({
  locale,
  devTools,
}: {
  locale: string;
  devTools: boolean;
}): MenuItemConstructorOptions[] {
  const words = locale.split('-')[0] === 'vi' ? WORDS.vi : WORDS.en;
  const entries = (...roles: MenuRole[]) => roles.map((role) => ({ role, label: words[role] }));
  const view = entries('zoomIn', 'zoomOut', 'resetZoom', 'togglefullscreen');
  return [
    { label: words.console, submenu: entries('reload', 'quit') },
    { label: words.edit, submenu: entries('undo', 'redo', 'cut', 'copy', 'paste', 'selectAll') },
    { label: words.view, submenu: devTools ? [...view, ...entries('toggleDevTools')] : view },
  ];
}
