// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/momenttext.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

namespace Spawn {

static QString dayPrefix(const QDate &day, const QDate &today)
{
    const qint64 days = day.daysTo(today);
    const QLocale locale = QLocale::c(); // the window speaks English
    if (days == 0)
        return {};
    if (days > 0 && days < 7)
        return locale.toString(day, QStringLiteral("ddd "));
    return locale.toString(
        day, day.year() == today.year() ? QStringLiteral("d MMM ") : QStringLiteral("d MMM yyyy "));
}

static QString text(qint64 moment, qint64 now, const QString &format)
{
    if (moment == 0)
        return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(moment);
    return dayPrefix(time.date(), QDateTime::fromMSecsSinceEpoch(now).date())
        + time.toString(format);
}

QString momentText(qint64 moment, qint64 now)
{
    return text(moment, now, QStringLiteral("HH:mm:ss.zzz"));
}

QString clockText(qint64 moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment).toString(QStringLiteral("HH:mm:ss"));
}

QString shortMomentText(qint64 moment, qint64 now)
{
    return text(moment, now, QStringLiteral("HH:mm"));
}

} // namespace Spawn
