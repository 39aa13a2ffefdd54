// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/programfolder.h"
#include "common/testchild.h"

#include <QtCore/QString>

#include <cstdio>

// A path to a helper with a fault (tests/fakehelper names them), which can be repaired.
//
//   FakeHelper helper(u"dies-at-once"_s);
//   spawner.setHelperProgram(helper.path());
//   …
//   QVERIFY(helper.becomeReal());
class FakeHelper final
{
public:
    explicit FakeHelper(const QString &mode) : m_mode(mode) { become(FAKE_HELPER); }

    QString path() const { return m_folder.path(m_mode); }
    qint64 starts() const
    {
        return runCount(path() + QStringLiteral(".starts"));
    } // of the fake one

    // At once: somebody may be about to start it.
    bool become(const QByteArray &program)
    {
        const QString next = QStringLiteral("next");
        return m_folder.link(program, next)
            && rename(m_folder.bytes(next).constData(), m_folder.bytes(m_mode).constData()) == 0;
    }
    bool becomeReal() { return become(HELPER_PROGRAM); }
    bool becomeFake() { return become(FAKE_HELPER); }

private:
    ProgramFolder m_folder;
    const QString m_mode;
};
