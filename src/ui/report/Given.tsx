// What comes from data, in a report: whatever script it is in, it disturbs nothing around it.

export function Given({ text }: { text: string }) {
  return <bdi>{text}</bdi>;
}
