import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect, useState } from 'react';

/** Who is signed in, as far as the home page needs it. */
export type Person = {
  displayName?: string;
  userEntityRef: string;
  /** Groups the person belongs to, and the person. */
  ownershipEntityRefs: readonly string[];
};

/** The signed-in person; undefined until known. */
export function usePerson(): Person | undefined {
  const identity = useApi(identityApiRef);
  const [person, setPerson] = useState<Person>();
  useEffect(() => {
    let current = true;
    const load = async () => {
      const [who, profile] = await Promise.all([
        identity.getBackstageIdentity(),
        identity.getProfileInfo(),
      ]);
      if (current) setPerson({ ...who, displayName: profile.displayName });
    };
    // Without an identity nobody is greeted by name; the sign-in page says why.
    load().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [identity]);
  return person;
}
