import { inTurns } from './inTurns';

it('lets others have their turn once a slice is used up, and not before', async () => {
  let time = 0;
  let turns = 0;
  const others = () => {
    turns += 1;
  };
  const turn = inTurns(() => time);

  setImmediate(others);
  time = 9;
  await turn();
  expect(turns).toBe(0);

  time = 10;
  await turn();
  expect(turns).toBe(1);

  setImmediate(others);
  await turn();
  expect(turns).toBe(1);
});
