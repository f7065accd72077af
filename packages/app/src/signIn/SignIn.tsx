import { useState } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import {
  ProxiedSignInPage,
  SignInPage as ProviderSignInPage,
} from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { PeoplePage } from './PeoplePage';
import { forgetPerson, recallPerson, rememberPerson } from './chosenPerson';
import { configuredProviders } from './providers';

/** Chooses between the people of the sandbox and real identity providers. */
export function SignIn(props: SignInPageProps) {
  const config = useApi(configApiRef);
  const people = config.getOptionalConfigArray('app.signIn.people');
  if (!people) {
    return (
      <ProviderSignInPage
        {...props}
        auto
        providers={configuredProviders(config)}
      />
    );
  }
  return (
    <PeopleSignIn
      {...props}
      people={people.map(person => ({
        name: person.getString('name'),
        title: person.getString('title'),
        description: person.getString('description'),
      }))}
    />
  );
}

function PeopleSignIn(
  props: SignInPageProps & {
    people: { name: string; title: string; description: string }[];
  },
) {
  const [chosen, setChosen] = useState(() => {
    const name = recallPerson();
    return props.people.some(person => person.name === name) ? name : undefined;
  });

  if (!chosen) {
    return (
      <PeoplePage
        people={props.people}
        onChoose={name => {
          rememberPerson(name);
          setChosen(name);
        }}
      />
    );
  }
  return (
    <ProxiedSignInPage
      provider="people"
      headers={{ 'x-strata-person': chosen }}
      onSignInSuccess={identity => {
        const signOut = identity.signOut.bind(identity);
        identity.signOut = async () => {
          forgetPerson();
          await signOut();
        };
        props.onSignInSuccess(identity);
      }}
    />
  );
}
