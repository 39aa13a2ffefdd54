// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/programfolder.h"

#include "crashpoint.h"

#include <QtCore/QFile>

#include <cstdio>

// A path to a helper that does something at one of its points: the first that is started by it,
// and the next ones do nothing.
//
//   CrashingHelper helper(CrashPoint::BeforeClone, 1, CrashingHelper::KillHelper);
//   spawner.setHelperProgram(helper.path());
class CrashingHelper final
{
public:
    enum Action : char {
        KillHelper = 'k', // a child goes on
        KillHelperAndChild = 'K',
        KillChild = 'c',
        KillEachChild = 'C', // from that pass on
        StopHelper = 's',
        KillApplication = 'a',
    };

    CrashingHelper() { m_folder.link(CRASHING_HELPER, name()); }
    CrashingHelper(Spawn::CrashPoint point, int pass, Action action) : CrashingHelper()
    {
        plan(point, pass, action);
    }

    // For the next one that is started: at the pass of that number; the first is 1.
    void plan(Spawn::CrashPoint point, int pass, Action action)
    {
        QFile file(path() + QStringLiteral(".plan"));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(QByteArray::number(static_cast<int>(point)) + ' ' + QByteArray::number(pass)
                       + ' ' + char(action));
        }
    }

    // At once: somebody may be about to start it.
    bool become(const QByteArray &program)
    {
        const QString next = QStringLiteral("next");
        return m_folder.link(program, next)
            && rename(m_folder.bytes(next).constData(), m_folder.bytes(name()).constData()) == 0;
    }
    bool becomeItself() { return become(CRASHING_HELPER); }

    QString path() const { return m_folder.path(name()); }

private:
    static QString name() { return QStringLiteral("helper"); }

    ProgramFolder m_folder;
};
