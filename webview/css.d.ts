/** Style sheets are bundled beside the script; importing one gives no value. */
declare module "*.css";
