// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachdialog.h"

#include "attach/launchpage.h"
#include "attach/runningpage.h"
#include "attach/sheettabs.h"
#include "attach/veil.h"
#include "look/theme.h"
#include "look/type.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QShortcut>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

static constexpr int Inset = 20;
static constexpr int TitleHeight = 48;
static constexpr int TabsHeight = 35;
static constexpr qreal Radius = 10;

AttachDialog::AttachDialog(AttachModel *model, QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_running(new RunningPage(model)),
      m_launching(new LaunchPage), m_tabs(new SheetTabs), m_pages(new QStackedWidget),
      m_readOnly(new QCheckBox(QStringLiteral("Attach read-only"))),
      m_cancel(new QPushButton(QStringLiteral("Cancel"))), m_act(new QPushButton)
{
    setWindowTitle(QStringLiteral("Attach to an application"));
    setAttribute(Qt::WA_TranslucentBackground);
    setModal(true);
    resize(760, 520);

    m_tabs->addTab(QStringLiteral("Running here"));
    m_tabs->addTab(QStringLiteral("Launch"));
    m_tabs->setAccessibleName(QStringLiteral("Where to find it"));
    m_pages->addWidget(m_running);
    m_pages->addWidget(m_launching);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, TitleHeight, 0, 16);
    column->setSpacing(0);
    auto *const tabs = new QHBoxLayout;
    tabs->setContentsMargins(Inset, 0, Inset, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch();
    column->addLayout(tabs);
    column->addWidget(m_pages, 1);
    column->addSpacing(10);
    column->addWidget(makeButtons());

    connect(m_tabs, &QTabBar::currentChanged, this, &AttachDialog::showTab);
    connect(m_running, &RunningPage::chosenChanged, this, &AttachDialog::showChosen);
    connect(m_running, &RunningPage::activated, this, &AttachDialog::act);
    connect(m_launching, &LaunchPage::wordsChanged, this, &AttachDialog::showChosen);
    connect(new QShortcut(QKeySequence(Qt::Key_Slash), m_running), &QShortcut::activated, m_running,
            &RunningPage::focusFilter);
    showTab(RunningTab);
}

QWidget *AttachDialog::makeButtons()
{
    auto *const buttons = new QWidget;
    auto *const row = new QHBoxLayout(buttons);
    row->setContentsMargins(Inset, 0, Inset, 0);
    row->setSpacing(10);
    m_readOnly->setToolTip(QStringLiteral("Nothing is cancelled, signalled or reordered from here, "
                                          "also where the application would allow it"));
    m_cancel->setAutoDefault(false);
    m_act->setAutoDefault(false);
    for (QPushButton *const button : {m_cancel, m_act})
        button->setFixedHeight(32);
    row->addWidget(m_readOnly);
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_act);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, &AttachDialog::act);
    return buttons;
}

void AttachDialog::setCurrentTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
    if (tab == LaunchTab)
        m_launching->focusProgram();
    else
        m_running->focusTable();
}

void AttachDialog::setReadOnly(bool readOnly)
{
    m_readOnly->setChecked(readOnly);
}

bool AttachDialog::isReadOnly() const
{
    return m_readOnly->isChecked();
}

void AttachDialog::showTab(int tab)
{
    m_pages->setCurrentIndex(tab);
    showChosen();
}

void AttachDialog::showChosen()
{
    bool possible = false;
    if (m_pages->currentIndex() == LaunchTab) {
        m_act->setText(QStringLiteral("Launch"));
        possible = !m_launching->words().isEmpty();
    } else {
        const qsizetype count = m_running->chosen().size();
        m_act->setText(count > 1 ? QStringLiteral("Attach %1").arg(count)
                                 : QStringLiteral("Attach"));
        possible = count > 0;
    }
    m_act->setEnabled(possible);
    m_act->setDefault(possible); // what cannot be done does not look as if it were about to be
}

void AttachDialog::act()
{
    if (!m_act->isEnabled())
        return;
    if (m_pages->currentIndex() == LaunchTab)
        Q_EMIT launchRequested(m_launching->words(), m_launching->folder());
    else
        Q_EMIT attachRequested(m_running->chosen(), isReadOnly());
}

void AttachDialog::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look()[Shade::Line]);
    painter.setBrush(look()[Shade::Surface]);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius, Radius);
    painter.setFont(fontOf(Type::Page));
    painter.setPen(look()[Shade::Text]);
    painter.drawText(QRectF(Inset, 4, width() - 2 * Inset, TitleHeight - 6), Qt::AlignVCenter,
                     windowTitle());
    painter.fillRect(QRectF(1, TitleHeight + TabsHeight - 1, width() - 2, 1), look()[Shade::Line]);
}

void AttachDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    QWidget *const window = parentWidget();
    if (!window || m_veil)
        return;
    m_veil = new Veil(window);
    m_veil->show();
    // A little above the middle.
    const QSize room = window->size() - size();
    move(window->mapToGlobal(QPoint(room.width() / 2, room.height() * 3 / 7)));
}

void AttachDialog::hideEvent(QHideEvent *event)
{
    delete m_veil;
    m_veil = nullptr;
    QDialog::hideEvent(event);
}

void AttachDialog::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && m_cancel->hasFocus()) {
        reject(); // and not the default button
        return;
    }
    if (event->key() == Qt::Key_Escape && m_pages->currentIndex() == RunningTab
        && m_running->clearFilter())
        return;
    QDialog::keyPressEvent(event);
}

} // namespace Spawn
