/** The choice lasts as long as the browser tab, so that two tabs can be two people. */
const key = 'strata.signIn.person';

export const recallPerson = () =>
  window.sessionStorage.getItem(key) ?? undefined;
export const rememberPerson = (name: string) =>
  window.sessionStorage.setItem(key, name);
export const forgetPerson = () => window.sessionStorage.removeItem(key);
