import os from 'node:os';

/** Who it is as the operating system says, which no variable can change; null where it does not know the name. */
export function systemUser(): string | null {
  try {
    return os.userInfo().username;
  } catch {
    return null;
  }
}
