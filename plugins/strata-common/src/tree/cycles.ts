/**
 * Cycles of a graph, each once and beginning with its first node in order of
 * name. One cycle is told per knot: breaking it shows the next.
 * @internal
 */
export function cyclesOf(
  edges: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const start of [...edges.keys()].sort()) {
    if (done.has(start)) continue;
    // Depth first with an own stack: a chain may be longer than the call stack.
    const trail: { node: string; next: number }[] = [{ node: start, next: 0 }];
    const onTrail = new Set([start]);
    while (trail.length > 0) {
      const top = trail[trail.length - 1];
      const targets = edges.get(top.node) ?? [];
      if (top.next >= targets.length) {
        trail.pop();
        onTrail.delete(top.node);
        done.add(top.node);
        continue;
      }
      const target = targets[top.next];
      top.next += 1;
      if (onTrail.has(target)) {
        const from = trail.findIndex(({ node }) => node === target);
        cycles.push(fromFirst(trail.slice(from).map(({ node }) => node)));
      } else if (edges.has(target) && !done.has(target)) {
        trail.push({ node: target, next: 0 });
        onTrail.add(target);
      }
    }
  }
  return cycles;
}

function fromFirst(cycle: string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0]);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
