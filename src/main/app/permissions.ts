import type { Session } from 'electron';

/** The page may put text and pictures on the clipboard; it needs nothing else. */
const allowed = new Set(['clipboard-sanitized-write']);

/** Denies every permission and device to every page but what is listed above. Both handlers are needed (Electron's checklist, 5). */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(allowed.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => allowed.has(permission));
  session.setDevicePermissionHandler(() => false);
}
