// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shellwords.h"

namespace Spawn {

static bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

static bool isEscapedInDoubleQuotes(char c)
{
    return c == '"' || c == '\\' || c == '$' || c == '`';
}

static ShellWords failed(const QString &error)
{
    return {{}, error};
}

ShellWords parseShellWords(QByteArrayView line)
{
    enum class Quote { None, Single, Double };

    if (line.contains('\0'))
        return failed(QStringLiteral("it holds a NUL byte"));

    ShellWords result;
    QByteArray word;
    bool inWord = false; // apart from the word's text: '' is a word
    Quote quote = Quote::None;

    for (qsizetype i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool isLast = i + 1 == line.size();
        switch (quote) {
        case Quote::Single:
            if (c == '\'')
                quote = Quote::None;
            else
                word += c;
            continue;
        case Quote::Double:
            if (c == '"')
                quote = Quote::None;
            else if (c == '\\' && !isLast && isEscapedInDoubleQuotes(line[i + 1]))
                word += line[++i];
            else
                word += c;
            continue;
        case Quote::None:
            break;
        }

        if (isBlank(c)) {
            if (inWord)
                result.words.append(word);
            word.clear();
            inWord = false;
            continue;
        }
        if (c == '#' && !inWord)
            break;
        inWord = true;
        if (c == '\'') {
            quote = Quote::Single;
        } else if (c == '"') {
            quote = Quote::Double;
        } else if (c == '\\') {
            if (isLast) {
                return failed(QStringLiteral("it ends in a backslash, and a command is one line"));
            }
            word += line[++i];
        } else {
            word += c;
        }
    }

    if (quote == Quote::Single)
        return failed(QStringLiteral("a single quote is not closed"));
    if (quote == Quote::Double)
        return failed(QStringLiteral("a double quote is not closed"));
    if (inWord)
        result.words.append(word);
    return result;
}

} // namespace Spawn
