package cases

const sql = `UPDATE cases.case SET state = 'open'`
