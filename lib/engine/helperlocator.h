// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace Spawn {

struct HelperLocation
{
    QByteArray path; // empty: not found
    int error = 0; // errno of the last place that was tried
    QString text; // then: every place that was tried, and why it would not do
};

// Where the helper is, in this order: the path that was set; ASYNCSPAWNER_HELPER (not in a set-id
// program); beside the library's own file; in its libexec folder; beside the application's program;
// where it was configured to be installed. Never PATH: what stands there is anybody's.
//
// In a set-id program the file and the folders above it have to belong to root or to the effective
// user, and nobody else may write to them; otherwise only a file that everybody may write to is
// refused.
HelperLocation locateHelper(const QString &configured);

// Another program of ours that is installed with the helper, in the same places.
HelperLocation locateBesideHelper(const QByteArray &name);

} // namespace Spawn
