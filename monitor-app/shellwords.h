// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QList>
#include <QtCore/QString>

namespace Spawn {

struct ShellWords
{
    QList<QByteArray> words; // none for a blank line or a comment
    QString error; // why the line cannot be read; then there are no words
};

// The words of one line as a shell reads them: '…' is literal, "…" is literal but for \" \\ \$ and
// \`, a backslash outside of quotes makes the next character literal, # at the start of a word
// begins a comment. Nothing is expanded: * $ | > ; & are characters like others.
ShellWords parseShellWords(QByteArrayView line);

} // namespace Spawn
