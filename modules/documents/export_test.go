package documents

// DeclaredType is what a browser's words and a file's ending come to.
var DeclaredType = declaredType
