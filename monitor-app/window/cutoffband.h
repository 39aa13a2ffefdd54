// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace Spawn {

// Above a page whose application is gone: when and why. The page stays as it was.
class CutOffBand final : public QWidget
{
    Q_OBJECT
public:
    explicit CutOffBand(QWidget *parent = nullptr);

    void setCut(qint64 moment, const QString &reason);

Q_SIGNALS:
    void detachRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_when;
    QString m_reason;
    QWidget *m_button;
};

} // namespace Spawn
