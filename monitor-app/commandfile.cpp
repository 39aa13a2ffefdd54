// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandfile.h"

#include "shellwords.h"

namespace Spawn {

CommandFile parseCommandFile(const QByteArray &text)
{
    CommandFile file;
    QByteArrayView rest(text);
    if (rest.startsWith("\xEF\xBB\xBF")) // editors on other systems begin a file with it
        rest = rest.sliced(3);

    for (int number = 1; !rest.isEmpty(); ++number) {
        const qsizetype end = rest.indexOf('\n');
        QByteArrayView line = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        if (line.endsWith('\r'))
            line.chop(1);

        const ShellWords parsed = parseShellWords(line);
        if (!parsed.error.isEmpty())
            file.errors.append(QStringLiteral("line %1: %2").arg(number).arg(parsed.error));
        else if (!parsed.words.isEmpty())
            file.commands.append({number, parsed.words});
    }
    return file;
}

} // namespace Spawn
