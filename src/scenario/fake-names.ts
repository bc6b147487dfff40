/**
 * Which made-up data a template can ask for, as `fake.person.firstName`: those of Faker that need no arguments and that an
 * app's messages are made of. A list of its own, so that reading a scenario needs not the data itself.
 */
export const fakeNames = {
  animal: ["bird", "cat", "dog", "petName", "type"],
  color: ["hsl", "human", "rgb"],
  commerce: ["department", "price", "product", "productDescription", "productName"],
  company: ["buzzPhrase", "catchPhrase", "name"],
  date: ["birthdate", "future", "month", "past", "recent", "soon", "weekday"],
  finance: ["accountNumber", "amount", "currencyCode", "iban", "transactionDescription", "transactionType"],
  food: ["dish", "fruit", "ingredient", "vegetable"],
  git: ["branch", "commitMessage", "commitSha"],
  hacker: ["adjective", "noun", "phrase", "verb"],
  internet: [
    ...["displayName", "domainName", "email", "emoji", "httpMethod", "httpStatusCode", "ip", "ipv6", "mac"],
    ...["url", "userAgent", "username"],
  ],
  location: ["city", "country", "countryCode", "latitude", "longitude", "state", "street", "streetAddress", "timeZone"],
  lorem: ["paragraph", "sentence", "sentences", "slug", "word", "words"],
  music: ["artist", "genre", "songName"],
  number: ["float", "int"],
  person: ["bio", "firstName", "fullName", "jobTitle", "lastName", "prefix"],
  phone: ["number"],
  string: ["alphanumeric", "nanoid", "ulid", "uuid"],
  system: ["fileName", "mimeType", "semver"],
  vehicle: ["manufacturer", "model", "vehicle"],
  word: ["adjective", "adverb", "noun", "verb", "words"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export function isFake(module: string, method: string): boolean {
  const methods: readonly string[] = Object.hasOwn(fakeNames, module)
    ? fakeNames[module as keyof typeof fakeNames]
    : [];
  return methods.includes(method);
}
