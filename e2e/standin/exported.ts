import type { interface as dbus } from '@jellybrick/dbus-next';

const MEMBERS = ['$properties', '$methods', '$signals'] as const;

/**
 * An interface as it is to be exported. The library's own fields of these names, undefined in every instance, hide
 * what `configureMembers` put into the prototype.
 */
export function exported<T extends InstanceType<typeof dbus.Interface>>(face: T): T {
  for (const name of MEMBERS) Reflect.deleteProperty(face, name);
  return face;
}
