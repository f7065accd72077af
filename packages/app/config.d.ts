export interface Config {
  app?: {
    signIn?: {
      /**
       * People to choose from at sign-in, without a password. Works on
       * loopback only; the backend refuses to start with it elsewhere.
       * @deepVisibility frontend
       */
      people?: Array<{
        /** Name of the User entity, or `guest`. */
        name: string;
        title: string;
        description: string;
      }>;
      /**
       * Providers offered at sign-in otherwise: `guest`, `github`, `gitlab`,
       * `google`, `microsoft`, `okta`, `onelogin`. Default `guest`.
       * @deepVisibility frontend
       */
      providers?: string[];
    };
  };
}
