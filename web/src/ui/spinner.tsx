/** A turning ring; what it stands for is said in words by its surroundings. */
export function Spinner() {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-4 animate-turn rounded-full border-2 border-current border-t-transparent"
    />
  );
}
