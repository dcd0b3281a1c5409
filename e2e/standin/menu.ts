/** An entry of a menu. */
export class MenuItem {
  readonly label: string;
  readonly type: 'normal' | 'separator' | 'submenu';
  readonly role: string | undefined;
  readonly enabled: boolean;
  readonly submenu: Menu | undefined;
  /** As the system does when somebody chooses it. */
  readonly click: () => void;

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { submenu, click } = options;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : undefined;
    this.type = options.type === 'separator' ? 'separator' : this.submenu ? 'submenu' : 'normal';
    this.label = options.label ?? '';
    this.role = options.role;
    this.enabled = options.enabled ?? true;
    this.click = () => {
      // The three that Electron passes are read by nobody here.
      if (this.enabled) (click as (() => void) | undefined)?.();
    };
  }
}

export class Menu {
  readonly items: readonly MenuItem[];

  private constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    return new Menu(template.map((options) => new MenuItem(options)));
  }

  static setApplicationMenu(_menu: Menu | null): void {}
}
