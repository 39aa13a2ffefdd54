// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QFileInfo>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <initializer_list>

// The program that tests run: tests/testchild. Run without arguments it lists its modes.
//
//   spawner.aspawn(testChild({u"exit"_s, u"3"_s}));
inline QString testChildProgram()
{
    return QStringLiteral(TESTCHILD);
}

inline QStringList testChild(std::initializer_list<QString> words)
{
    return QStringList{testChildProgram()} + QStringList(words);
}

inline QStringList sleepingChild(int milliseconds = 20000)
{
    return testChild({QStringLiteral("sleep"), QString::number(milliseconds)});
}

// One mode after the other.
inline QStringList testChildChain(std::initializer_list<QStringList> modes)
{
    QStringList argv{testChildProgram(), QStringLiteral("chain")};
    bool first = true;
    for (const QStringList &mode : modes) {
        if (!first)
            argv.append(QStringLiteral("--"));
        argv.append(mode);
        first = false;
    }
    return argv;
}

inline QList<QByteArray> linesOf(const QByteArray &output)
{
    QList<QByteArray> lines = output.split('\n');
    lines.removeLast(); // behind the last newline
    return lines;
}

// What the modes "args" and "env" print.
inline QList<QByteArray> fromHexLines(const QByteArray &output)
{
    QList<QByteArray> values;
    for (const QByteArray &line : linesOf(output))
        values.append(QByteArray::fromHex(line));
    return values;
}

// What the mode "state" prints.
inline QMap<QByteArray, QByteArray> stateOf(const QByteArray &output)
{
    QMap<QByteArray, QByteArray> state;
    for (const QByteArray &line : linesOf(output)) {
        const qsizetype separator = line.indexOf('=');
        state.insert(line.left(separator), line.mid(separator + 1));
    }
    return state;
}

// What the mode "fds" prints: the target of each open descriptor.
inline QMap<int, QByteArray> descriptorsOf(const QByteArray &output)
{
    QMap<int, QByteArray> targets;
    for (const QByteArray &line : linesOf(output)) {
        const qsizetype separator = line.indexOf(' ');
        targets.insert(line.left(separator).toInt(), line.mid(separator + 1));
    }
    return targets;
}

// How often "append <fileName>" ran.
inline qint64 runCount(const QString &fileName)
{
    return QFileInfo(fileName).size();
}
