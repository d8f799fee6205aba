/** n8n's engine logs every failed node; tests provoke those on purpose. */
process.env.N8N_LOG_LEVEL = 'silent';
