/** The words of an incident, in the order in which they are shown. */
export const KINDS = ['threat', 'violence', 'insult', 'medical', 'fire', 'damage', 'theft', 'lost_child', 'other'] as const
export const PLACES = ['entrance', 'hall', 'counter', 'office', 'corridor', 'outside', 'other'] as const
export const DEEDS = ['calmed', 'separated', 'led_out', 'banned', 'first_aid', 'ambulance', 'fire_brigade', 'police', 'evacuated', 'nothing'] as const
export const TOLDS = ['site_lead', 'team_lead', 'colleagues', 'own_company', 'police', 'nobody'] as const

/** With what somebody helps. */
export const TOPICS = ['residence', 'asylum', 'family', 'work', 'school', 'german', 'health', 'trauma', 'housing', 'money', 'violence', 'discrimination', 'return', 'other'] as const
