declare const Made: new (input: string, base?: string) => object;
export default Made;
