// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "monitor-app/syntheticapplication.h"

// What the synthetic application has said, oldest first.
inline QList<Spawn::LogSnapshot> logRecords()
{
    using namespace Spawn;
    const auto at = [](int hour, int minute, int second, int ms) {
        return SyntheticApplication::at(SyntheticApplication::today(), hour, minute, second, ms);
    };
    QList<LogSnapshot> records;
    const auto say = [&records](qint64 time, QtMsgType level, const char *category,
                                const QString &message, quint64 command = 0) {
        records += {quint64(records.size()) + 1,   time,    level,
                    QString::fromLatin1(category), message, command};
    };
    for (quint64 i = 0; i < 60; ++i) {
        const qint64 time = at(10, 58, 0, 0) + qint64(i) * 4011;
        const quint64 id = 641 + i;
        say(time, QtDebugMsg, "spawn.spawner",
            QStringLiteral("Command started, process %1").arg(4800 + i), id);
        say(time + 1972, QtDebugMsg, "spawn.spawner", QStringLiteral("Command succeeded"), id);
    }
    say(at(11, 2, 17, 4), QtWarningMsg, "spawn.helper",
        u"Helper unresponsive, killed: no reply for 6.1 s"_qs);
    say(at(11, 2, 17, 6), QtInfoMsg, "spawn.helper", u"Helper ready, process 4190"_qs);
    say(at(12, 3, 9, 650), QtWarningMsg, "spawn.spawner",
        u"Command was not started: exec, ENOENT"_qs, 798);
    say(at(12, 3, 11, 7), QtWarningMsg, "spawn.spawner",
        u"Command timed out, SIGTERM sent to its group"_qs, 799);
    say(at(12, 3, 28, 21), QtWarningMsg, "spawn.spawner", u"Command ended by SIGKILL"_qs, 801);
    say(at(12, 4, 8, 21), QtCriticalMsg, "spawn.helper",
        u"Helper crashed: SIGSEGV\nprocess 4190, up 1 h 01 m, sender 991\n"
        u"4 commands ran on, 12 are sent again"_qs);
    say(at(12, 4, 8, 22), QtInfoMsg, "spawn.spawner", u"Commands carried over: 4"_qs);
    say(at(12, 4, 8, 22), QtInfoMsg, "spawn.spawner", u"Commands sent again: 12"_qs);
    say(at(12, 4, 8, 23), QtInfoMsg, "spawn.helper", u"Helper ready, process 4377"_qs);
    say(at(12, 5, 2, 118), QtDebugMsg, "spawn.monitoring", u"Monitor attached, process 6001"_qs);
    say(at(12, 6, 41, 300), QtWarningMsg, "spawn.spawner", u"Command ended with exit code 128"_qs,
        804);
    say(at(12, 6, 56, 770), QtWarningMsg, "spawn.spawner",
        u"Oldest command has waited more than 5 s"_qs, 813);
    say(at(12, 6, 56, 911), QtInfoMsg, "spawn.spawner", u"Queue passed 30 commands"_qs);
    say(at(12, 6, 57, 402), QtDebugMsg, "spawn.spawner", u"Command started, process 5210"_qs, 806);
    return records;
}
