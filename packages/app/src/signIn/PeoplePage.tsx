import { Button, Card, CardBody, Container, Flex, Text } from '@backstage/ui';
import styles from './PeoplePage.module.css';

/** One card per person: who they are decides what they may do. */
export function PeoplePage(props: {
  people: { name: string; title: string; description: string }[];
  onChoose: (name: string) => void;
}) {
  return (
    <main className={styles.page}>
      <Container>
        <Flex direction="column" gap="6">
          <Flex direction="column" gap="2">
            <Text as="h1" variant="title-large" weight="bold">
              Strata
            </Text>
            <Text as="p" color="secondary">
              This portal runs on your machine over a simulated platform. Choose
              who you are: what you see is the same, what you may do is not.
            </Text>
          </Flex>
          <ul className={styles.people} aria-label="People to sign in as">
            {props.people.map(person => (
              <li key={person.name}>
                <Card className={styles.person}>
                  <CardBody>
                    <Flex direction="column" gap="3">
                      <Flex direction="column" gap="1">
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
                    </Flex>
                  </CardBody>
                </Card>
              </li>
            ))}
          </ul>
        </Flex>
      </Container>
    </main>
  );
}
