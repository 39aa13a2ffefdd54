// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace Spawn {

class ShownApplication;

// Which application this is, and the way out.
class OverviewHead final : public QWidget
{
    Q_OBJECT
public:
    explicit OverviewHead(QWidget *parent = nullptr);

    void setFacts(const ShownApplication &application);

Q_SIGNALS:
    void detachRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_facts;
    QString m_control;
    QWidget *m_detach;
};

} // namespace Spawn
