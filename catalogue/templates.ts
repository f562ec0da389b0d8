export type TemplateId = 'line' | 'b2b_export' | 'event' | 'own';
