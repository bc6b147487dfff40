/** What a new file or a new endpoint begins with. */

export const starterEndpoint = {
  name: "My app",
  url: "ws://localhost:3000/cable",
  protocol: "action-cable",
};

/** A commented file to begin with. */
export const starterFile = `// Endpoints of this workspace. Framescope reads this file whenever it is saved; hover a name for what it means.
{
  "endpoints": [
    {
      "name": "${starterEndpoint.name}",
      "url": "${starterEndpoint.url}",
      "protocol": "${starterEndpoint.protocol}",
      "settings": {
        // Subscribed as soon as it is connected.
        // "channels": ["ChatChannel {\\"room\\":\\"lobby\\"}"],
      },
      // Looked up when connecting, never written down:
      // \${secret:…} from VS Code's secret storage, \${env:…} from the environment, \${input:…} asked each time.
      // "headers": { "Authorization": "Bearer \${secret:My token}" },

      // Offered in the composer under "Prepared".
      "messages": [
        // { "group": "Chat", "name": "Say hello", "command": "perform",
        //   "values": { "channel": "ChatChannel {\\"room\\":\\"lobby\\"}", "action": "speak", "data": { "body": "hello" } } },
      ],
    },
  ],
}
`;
