import { Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import styles from './PeoplePage.module.css';

/** One card per person: who they are decides what they may do. */
export function PeoplePage(props: {
  people: { name: string; title: string; description: string }[];
  onChoose: (name: string) => void;
}) {
  return (
    <main className={styles.page}>
      <div className={styles.content}>
        <Flex direction="column" gap="2">
          <Text as="h1" variant="title-large" weight="bold">
            Who are you today?
          </Text>
          <Text as="p" color="secondary">
            This Strata runs on your machine over a simulated platform. What you
            see is the same for everyone here; what you may do is not.
          </Text>
        </Flex>
        <ul className={styles.people} aria-label="People to sign in as">
          {props.people.map(person => (
            <li key={person.name}>
              <Card className={styles.person}>
                <CardBody>
                  <div className={styles.body}>
                    <Flex direction="column" gap="1" className={styles.words}>
                      <Text as="h2" variant="title-x-small" weight="bold">
                        {person.title}
                      </Text>
                      <Text as="p" variant="body-small" color="secondary">
                        {person.description}
                      </Text>
                    </Flex>
                    <Button
                      variant="secondary"
                      onPress={() => props.onChoose(person.name)}
                      aria-label={`Sign in as ${person.title}`}
                    >
                      Sign in
                    </Button>
                  </div>
                </CardBody>
              </Card>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}
