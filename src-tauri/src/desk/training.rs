//! Training: plays the customer and breaks the line.

use fils_home::Training;
use payby_sandbox::{CustomerAction, CustomerError, Fault, FaultKind, Op};

use super::Desk;
use crate::errors::CommandError;
use crate::views::{CustomerAct, FaultCode, FaultForm, FaultView, TrainingView};

/// A reply that is slow comes after the till has stopped waiting (10 s), ms.
const SLOW_MS: u64 = 12_000;
/// An order that lands late comes to exist after the till has asked about it several times, ms.
const LATE_MS: u64 = 8_000;

fn not_training() -> CommandError {
    CommandError::new(
        "not_training",
        "This till takes real payments: nothing here can be played or broken.",
    )
}

fn kind(code: FaultCode) -> FaultKind {
    match code {
        FaultCode::LostRequest => FaultKind::LostRequest { hang_ms: 0 },
        FaultCode::LostReply => FaultKind::LostReply { hang_ms: 0 },
        FaultCode::Delay => FaultKind::Delay { ms: SLOW_MS },
        FaultCode::Code => FaultKind::Code {
            code: "402".to_owned(),
            msg: None,
            signed: None,
            processed: false,
        },
        FaultCode::BadSignature => FaultKind::BadSignature,
        FaultCode::Unsigned => FaultKind::Unsigned,
        FaultCode::Truncated => FaultKind::Truncated,
        FaultCode::NotJson => FaultKind::NotJson,
        FaultCode::WrongAmount => FaultKind::WrongAmount { add_fils: 100 },
        FaultCode::LandCreateLate => FaultKind::LandCreateLate {
            after_ms: LATE_MS,
            answer_timeout: false,
        },
        FaultCode::RefundFails => FaultKind::RefundFails,
        FaultCode::NetworkDown => FaultKind::NetworkDown,
    }
}

fn fault(form: &FaultForm) -> Result<Fault, CommandError> {
    let op = match &form.op {
        None => None,
        Some(name) => Some(op(name)?),
    };
    // The network stays down until it is plugged in again.
    let times = (form.kind != FaultCode::NetworkDown).then_some(form.count.clamp(1, 100));
    Ok(Fault {
        op,
        order: None,
        times,
        kind: kind(form.kind),
    })
}

fn op(name: &str) -> Result<Op, CommandError> {
    serde_json::from_value(serde_json::Value::from(name)).map_err(|_| {
        CommandError::new("fault_unknown", format!("PayBy has no operation “{name}”."))
    })
}

fn op_name(op: Op) -> Option<String> {
    let value = serde_json::to_value(op).ok()?;
    value.as_str().map(str::to_owned)
}

fn view(training: &Training) -> TrainingView {
    let mut view = TrainingView::default();
    for active in training.faults() {
        let fault = active.fault;
        if fault.kind == FaultKind::NetworkDown {
            view.network_down = true;
            continue;
        }
        let (kind, op) = (fault.kind.name(), fault.op.and_then(op_name));
        let count = fault.times.unwrap_or(0);
        match view
            .faults
            .iter_mut()
            .find(|one| one.kind == kind && one.op == op)
        {
            Some(known) => known.count += count,
            None => view.faults.push(FaultView {
                kind: kind.to_owned(),
                op,
                count,
            }),
        }
    }
    view
}

impl Desk {
    /// What is broken; nothing to say outside training.
    pub(crate) async fn training_status(&self) -> Result<Option<TrainingView>, CommandError> {
        Ok(self.till().await?.training().map(view))
    }

    /// Whether training has cut the line.
    pub(super) async fn network_down(&self) -> bool {
        let till = self.till.read().await;
        let training = till.as_ref().and_then(|till| till.training());
        training.is_some_and(|training| view(training).network_down)
    }

    /// Plays the customer.
    pub(crate) async fn training_customer(
        &self,
        order: &str,
        act: CustomerAct,
    ) -> Result<(), CommandError> {
        let till = self.till().await?;
        let training = till.training().ok_or_else(not_training)?;
        let action = match act {
            CustomerAct::Scan => CustomerAction::Scan,
            CustomerAct::Pay => CustomerAction::Pay,
            CustomerAct::Decline => CustomerAction::Decline,
            CustomerAct::PayLate => CustomerAction::PayLate,
        };
        training.customer(order, action).await.map_err(|error| {
            if matches!(error, CustomerError::UnknownOrder(_)) {
                return CommandError::new(
                    "customer_no_order",
                    "PayBy does not know this payment (yet), so the customer cannot do that.",
                );
            }
            CommandError::of("customer_not_possible", &error)
        })
    }

    /// Breaks something.
    pub(crate) async fn training_fault(
        &self,
        form: &FaultForm,
    ) -> Result<TrainingView, CommandError> {
        let view = {
            let till = self.till().await?;
            let training = till.training().ok_or_else(not_training)?;
            training.add_fault(fault(form)?);
            view(training)
        };
        self.tell_app().await;
        Ok(view)
    }

    /// Mends everything.
    pub(crate) async fn training_clear(&self) -> Result<TrainingView, CommandError> {
        let view = {
            let till = self.till().await?;
            let training = till.training().ok_or_else(not_training)?;
            training.clear_faults();
            view(training)
        };
        self.tell_app().await;
        Ok(view)
    }
}
